import { z } from 'zod';
import { NODE_MEANINGS } from '../../devices/kit/opcua/node-value.ts';
import { secretFile } from './schema-common.ts';

/** How the gateway reaches a device that does not come to it by itself. */

const host = z.string().min(1).max(253).describe('Name or address');
const tcpPort = z.int().min(1).max(65_535).describe('TCP port');

export const serial = z
  .strictObject({
    path: z.string().min(1).describe('Port of this machine, such as /dev/ttyUSB0; better a name under /dev/serial/by-id, which stays'),
    baud: z.int().min(300).max(4_000_000).optional().describe('Default: what the maker delivers, see docs/devices.md'),
    dataBits: z
      .union([z.literal(7), z.literal(8)])
      .optional()
      .describe('Default: what the maker delivers'),
    parity: z.enum(['none', 'even', 'odd']).optional().describe('Default: what the maker delivers'),
    stopBits: z
      .union([z.literal(1), z.literal(2)])
      .optional()
      .describe('Default: what the maker delivers'),
  })
  .describe('Given when it hangs on a serial port');

export const tcp = z
  .strictObject({ host, port: tcpPort })
  .describe('Given when its byte stream comes over TCP (its own port, or a serial server)');

export const llrp = z
  .strictObject({
    host,
    port: tcpPort.default(5_084).describe('LLRP without TLS'),
    session: z
      .int()
      .min(0)
      .max(3)
      .default(1)
      .describe('Gen2 session of the inventory; 1 reads each tag again after seconds, 2 and 3 keep tags quiet for longer'),
    population: z.int().min(1).max(65_535).default(32).describe('Tags in view that the reader should expect'),
    powerDbm: z.number().min(0).max(36).optional().describe('Transmit power; default: the most that the reader offers'),
    mode: z.int().min(0).max(65_535).optional().describe("Index of the reader's RF mode; default: its own choice"),
    keepaliveS: z
      .number()
      .min(1)
      .max(300)
      .default(5)
      .describe('The reader says so often that it lives; after three missed ones the connection is made anew'),
  })
  .describe('Given when it is a reader that speaks LLRP');

const opcuaNode = z
  .string()
  .regex(/^(ns=\d+;|nsu=[^;]+;)?[isgb]=.+$/, 'must be a node id such as ns=2;s=Temperature or nsu=urn:maker;i=1001')
  .describe('Node id; `nsu=` with the URI of the namespace outlives a restart of the server');

export const opcua = z
  .strictObject({
    url: z
      .string()
      .regex(/^opc\.tcp:\/\/[^\s/]+/, 'must be an address such as opc.tcp://host:4840')
      .describe('End point of the server'),
    security: z
      .enum(['none', 'sign', 'sign-and-encrypt'])
      .default('sign-and-encrypt')
      .describe('`none` only where nobody else is on the wire'),
    policy: z
      .enum(['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'])
      .default('Basic256Sha256')
      .describe('Security policy of the end point'),
    trust: z
      .enum(['known', 'first-use'])
      .default('known')
      .describe(
        'Which server certificate is accepted: `known` only what was trusted with `aisle device trust`, `first-use` also the first one ever seen; a changed one never',
      ),
    user: z.string().optional().describe('Without it the gateway logs in as nobody'),
    passwordFile: secretFile.optional(),
    intervalMs: z.int().min(50).max(3_600_000).default(1_000).describe('How often the server samples a node'),
    nodes: z
      .array(
        z.strictObject({
          node: opcuaNode,
          as: z.enum(NODE_MEANINGS).describe('What the value means'),
          name: z
            .string()
            .min(1)
            .max(64)
            .optional()
            .describe(
              'Channel of a scale (default 1), line of a counter (default: the only one), button, key of a state (default: the node)',
            ),
          scale: z.number().default(1).describe('Factor to our unit: °C, %, lx, g'),
        }),
      )
      .default([])
      .describe('Variables that are watched'),
    scan: opcuaNode.optional().describe('AutoID reader device (OPC 30010): scanning is started, and its scan events are read'),
    scanFrom: z
      .enum(['auto', 'events', 'last-scan'])
      .default('auto')
      .describe('Where scans are read: `last-scan` is the variable LastScanData, for readers that raise no events'),
    writes: z.record(z.string(), opcuaNode).default({}).describe('Variables that commands may write, by name; no other is ever written'),
    calls: z
      .record(z.string(), z.strictObject({ object: opcuaNode, method: opcuaNode }))
      .default({})
      .describe('Methods that commands may call, by name'),
  })
  .describe('Given when it is an OPC UA server');

export const deviceHttp = z
  .strictObject({
    url: z.url().describe('Where the device itself answers, such as http://192.168.1.20'),
    user: z.string().optional().describe('For basic authentication'),
    passwordFile: secretFile.optional(),
    stream: z.string().startsWith('/').optional().describe('Path that answers with one message per line, for ever: it is read'),
    poll: z
      .string()
      .startsWith('/')
      .optional()
      .describe('Path that is asked again and again; {address} is filled in. Default: what its driver asks for, if anything'),
    pollEveryS: z.number().min(1).max(86_400).optional().describe('Pause between two questions; default: that of its driver, or 15'),
  })
  .describe('Given when the gateway asks the device over HTTP: event streams of readers, label access points');
