import type { Position } from 'vscode-languageserver/node';
import { generateContainerlab } from './generate-containerlab.ts';
import { generateModel } from './generate-model.ts';
import type { Task } from './measure-server.ts';

const EFFORT = { keystrokes: 60, completionRounds: 10 };

/** Editing a VM in the middle of a cloud of so many ports: a second port is typed into its block and taken out again. */
export function modelTask(ports: number): Task {
  const text = generateModel({ ports });
  const tenant = Math.ceil(Math.ceil(ports / 100) / 2);
  const from = text.indexOf(`tenant t${String(tenant)} {`);
  const listens = endOfLine(text, 'listens tcp 80, 443', from);
  return {
    text,
    typed: '  port net-2 { security web }',
    at: positionAt(text, listens),
    completions: [
      positionAt(text, after(text, ' on ', from)),
      positionAt(text, after(text, ' port ', from)),
      positionAt(text, after(text, 'security ', from)),
      positionAt(text, after(text, 'reaches ', from)),
      positionAt(text, listens),
    ],
    ...EFFORT,
  };
}

/** The same for a file of as many nodes. */
export function containerlabTask(nodes: number): Task {
  const text = generateContainerlab(nodes);
  const from = text.indexOf(`node-${String(Math.ceil(nodes / 2))}:`);
  const line = endOfLine(text, 'env: { ROLE: leaf', from);
  return {
    text,
    typed: ', SITE: "b"',
    at: positionAt(text, text.indexOf('leaf', line - 10) + 'leaf'.length),
    completions: [positionAt(text, after(text, 'kind: ', from)), positionAt(text, after(text, '      image', from) - 'image'.length)],
    ...EFFORT,
  };
}

function after(text: string, words: string, from: number): number {
  return text.indexOf(words, from) + words.length;
}

function endOfLine(text: string, words: string, from: number): number {
  return text.indexOf('\n', text.indexOf(words, from));
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - before.lastIndexOf('\n') - 1 };
}
