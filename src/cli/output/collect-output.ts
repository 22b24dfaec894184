import { spawn } from 'node:child_process';
import type { LabCommand } from '#lab';

/** What a program writes until it ends. Whoever interrupts it from the terminal ends the program alone, and what it wrote so far is kept. */
export async function collectOutput({ argv, env }: LabCommand): Promise<Uint8Array> {
  const [program = '', ...words] = argv;
  const chunks: Buffer[] = [];
  const goOn = () => undefined;
  process.on('SIGINT', goOn);
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.once('error', reject);
      child.once('close', () => {
        resolve();
      });
    });
  } finally {
    process.off('SIGINT', goOn);
  }
  return Buffer.concat(chunks);
}
