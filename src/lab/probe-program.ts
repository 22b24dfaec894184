/**
 * Programs that `node -e` runs inside a guest, because no tool that speaks TCP and UDP is on every machine. Arguments: protocol, address, port, source port
 * (0: any), milliseconds to wait. Exit code 0: answered (a refusal is an answer: it was delivered), 1: silence.
 */
export const ASK = `
const [protocol, address, port, sourcePort, waitMs] = process.argv.slice(1);
const end = (code, word) => { console.log(word); process.exit(code); };
setTimeout(() => end(1, 'silence'), Number(waitMs));
const onError = (error) => end(error.code === 'ECONNREFUSED' ? 0 : 1, error.code);
if (protocol === 'tcp') {
  const options = { host: address, port: Number(port), ...(Number(sourcePort) && { localPort: Number(sourcePort) }) };
  require('node:net').connect(options, () => end(0, 'connected')).on('error', onError);
} else {
  const socket = require('node:dgram').createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', onError).on('message', () => end(0, 'answered'));
  socket.bind(Number(sourcePort), () => socket.connect(Number(port), address, () => socket.send('ostopo')));
}`;

/** Answers on a port until it is ended; prints `listening` when it does. Arguments: protocol, port. */
export const LISTEN = `
const [protocol, port] = process.argv.slice(1);
const ready = () => console.log('listening');
if (protocol === 'tcp') {
  require('node:net').createServer((socket) => socket.on('error', () => {}).end()).listen(Number(port), '::', ready);
} else {
  const socket = require('node:dgram').createSocket({ type: 'udp6' });
  socket.on('message', (data, from) => socket.send(data, from.port, from.address)).bind(Number(port), ready);
}`;
