import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LabelAccessPointOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** A label fetches new content after so long, ms: labels sleep. */
  readonly fetchAfterMs: number;
  /** Told what a label is to show: its address and the drawing or the fields of the upload, as they came. */
  readonly onContent?: (mac: string, content: string) => void;
}

export interface LabelAccessPoint {
  listen(): Promise<number>;
  close(): Promise<void>;
}

interface Label {
  readonly content: string;
  fetchAt: number;
}

const LONGEST_BODY = 1_048_576;

/**
 * An access point of OpenEPaperLink with any number of labels: it takes drawings and pictures, says that they are waiting, and after a while
 * that the label has fetched them. @see OpenEPaperLink access point, HTTP interface (/jsonupload, /imgupload, /get_db)
 */
export function createLabelAccessPoint({ host, port, fetchAfterMs, onContent }: LabelAccessPointOptions): LabelAccessPoint {
  const labels = new Map<string, Label>();

  const upload = (form: URLSearchParams): number => {
    const mac = form.get('mac')?.toUpperCase();
    const content = form.get('json') ?? form.get('image');
    if (!mac || content === null) return 400;
    labels.set(mac, { content, fetchAt: Date.now() + fetchAfterMs });
    onContent?.(mac, content);
    return 200;
  };
  const tell = (mac: string): object => {
    const label = labels.get(mac.toUpperCase());
    const pending = label !== undefined && Date.now() < label.fetchAt ? 1 : 0;
    return {
      tags: [
        {
          mac,
          alias: '',
          pending,
          lastseen: Math.floor(Date.now() / 1_000),
          batteryMv: 2_900,
          temperature: 22,
          LQI: 90,
          RSSI: -60,
          hwType: 1,
        },
      ],
    };
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://label');
    if (request.method === 'GET' && url.pathname === '/get_db') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(tell(url.searchParams.get('mac') ?? '')));
      return;
    }
    if (request.method !== 'POST' || (url.pathname !== '/jsonupload' && url.pathname !== '/imgupload')) {
      response.writeHead(404).end();
      return;
    }
    readForm(request).then(
      (form) => response.writeHead(upload(form)).end(),
      () => response.writeHead(400).end(),
    );
  });

  return {
    listen: () =>
      new Promise((resolve, reject) =>
        server.once('error', reject).listen(port, host, () => resolve((server.address() as AddressInfo).port)),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Fields of a form, either way of writing them; a picture stands as its length. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw new Error('too large');
    chunks.push(chunk);
  }
  const type = request.headers['content-type'] ?? '';
  const body = Buffer.concat(chunks);
  if (!type.startsWith('multipart/')) return new URLSearchParams(body.toString());
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const fields = new URLSearchParams();
  for (const [name, value] of form) fields.set(name, typeof value === 'string' ? value : `${value.size} bytes of ${value.type}`);
  return fields;
}
