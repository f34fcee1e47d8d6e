import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type CsvValue, toCsv } from '../csv.ts';
import { inPieces } from './in-pieces.ts';
import { failures } from './route-schema.ts';

/** The answers of a route that gives a spreadsheet. */
export const csvAnswers = {
  200: { description: 'CSV with a line of names', content: { 'text/csv': { schema: z.string() } } },
  ...failures,
};

/** Sends rows as a file of this name. */
export const sendCsv = (reply: FastifyReply, name: string, head: readonly string[], rows: readonly (readonly CsvValue[])[]) =>
  named(reply, name).send(toCsv(head, rows));

/** Sends a file of this name that is made while it is sent. */
export const sendCsvPieces = async (reply: FastifyReply, name: string, pieces: AsyncIterable<string>) => {
  const body = await inPieces(pieces);
  return named(reply, name).send(body);
};

const named = (reply: FastifyReply, name: string): FastifyReply =>
  reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '-')}"`);
