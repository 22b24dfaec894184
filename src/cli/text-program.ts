import type { Command } from 'commander';
import { runExplain } from './commands/explain.ts';
import { runFormat } from './commands/format.ts';
import { runLock } from './commands/lock.ts';
import { runLsp } from './commands/lsp.ts';
import { runNew } from './commands/new.ts';
import type { Terminal } from './output/terminal.ts';

/** Adds the commands that serve the writing of models to the command line. */
export function addTextCommands(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  program
    .command('format')
    .description('bring files into the house style')
    .argument('<file...>', 'model files; - from standard input to standard output')
    .option('--check', 'change nothing; list the files that differ and exit with 1', false)
    .action(async (files: string[], options: { check: boolean }) => {
      done(await runFormat(files, options, terminal));
    });

  program
    .command('lock')
    .description('write every derived value to FILE.lock, so that later edits move nothing')
    .argument('<file>')
    .action(async (file: string) => {
      done(await runLock(file, terminal));
    });

  program
    .command('explain')
    .description('the page of a finding: what is wrong, why, and how it is right')
    .argument('[code]', 'such as OST3011; without it all codes')
    .action(async (code: string | undefined) => {
      done(await runExplain(code, terminal));
    });

  program
    .command('new')
    .description('a file to start from')
    .argument('[template]', 'without it all templates')
    .option('--out <file>', 'write it there; a file that exists is left alone')
    .action(async (template: string | undefined, options: { out?: string }) => {
      done(await runNew(template, options, terminal));
    });

  program
    .command('lsp')
    .description('the language server, for editors')
    .option('--stdio', 'over standard input and output', false)
    .allowUnknownOption() // editors add options of their own, such as --clientProcessId
    .allowExcessArguments()
    .action(async (options: { stdio: boolean }) => {
      done(await runLsp(options));
    });
}
