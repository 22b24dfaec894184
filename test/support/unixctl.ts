import { type Socket, createConnection } from 'node:net';

/** A connection to the control socket of an Open vSwitch daemon (JSON-RPC, as `ovs-appctl` speaks it); answers come in the order of the questions. */
export interface Unixctl {
  readonly call: (method: string, ...params: readonly string[]) => Promise<string>;
  readonly close: () => void;
}

interface Answer {
  readonly result?: string | null;
  readonly error?: string | null;
}

/** Connects to a control socket. */
export async function connectUnixctl(path: string): Promise<Unixctl> {
  const socket = await connected(path);
  const waiting: { readonly resolve: (text: string) => void; readonly reject: (error: Error) => void }[] = [];
  const fail = (error: Error): void => waiting.splice(0).forEach(({ reject }) => reject(error));
  const split = createJsonSplitter((text) => {
    const answer = JSON.parse(text) as Answer; // the daemon's protocol
    const asked = waiting.shift();
    if (typeof answer.error === 'string') asked?.reject(new Error(answer.error));
    else asked?.resolve(answer.result ?? '');
  });
  socket
    .setEncoding('utf8')
    .on('data', split)
    .on('error', fail)
    .on('close', () => fail(new Error('the daemon closed the connection')));
  let id = 0;
  return {
    call: (method, ...params) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        socket.write(JSON.stringify({ id: id++, method, params }));
      }),
    close: () => void socket.destroy(),
  };
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Cuts a stream of JSON objects that follow each other without a mark between them. */
function createJsonSplitter(onObject: (text: string) => void): (chunk: string) => void {
  let [text, depth, isInString, isEscaped] = ['', 0, false, false];
  return (chunk) => {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i);
      if (isEscaped) isEscaped = false;
      else if (isInString) {
        if (c === 0x5c) isEscaped = true;
        else if (c === 0x22) isInString = false;
      } else if (c === 0x22) isInString = true;
      else if (c === 0x7b) depth++;
      else if (c === 0x7d && --depth === 0) {
        onObject(text + chunk.slice(start, i + 1));
        [text, start] = ['', i + 1];
      }
    }
    text += chunk.slice(start);
  };
}
