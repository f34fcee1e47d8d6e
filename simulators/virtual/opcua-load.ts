/** node-opcua is large and slow to load: it comes when a server is asked for. */
export const loadOpcua = () => import('node-opcua');
export type Opcua = Awaited<ReturnType<typeof loadOpcua>>;
