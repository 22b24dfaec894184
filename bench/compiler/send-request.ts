// `node send-request.ts SOCKET FILE`: sends the JSON-RPC request of a file to an OVSDB server and fails with what it answers if that is an error.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const [socket = '', file = ''] = process.argv.slice(2);
let answer = '';
const connection = connect(socket);
connection.setEncoding('utf8');
connection.on('data', (text: string) => {
  answer += text;
  const parsed = tryParse(answer) as { readonly result: readonly unknown[] } | undefined; // RFC 7047, 4.1.3
  if (!parsed) return;
  const refused = parsed.result.filter((entry) => typeof entry === 'object' && entry !== null && 'error' in entry);
  if (refused.length > 0) {
    console.error(JSON.stringify(refused[0]));
    process.exitCode = 1;
  }
  connection.end();
});
connection.write(readFileSync(file));

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
