export { type ExplainedLine, createScriptExplainer, explainScripts } from './explain-scripts.ts';
export { createHostWriter, streamHostScripts, writeHostScripts } from './write-host-scripts.ts';
export { guestNamespace } from './guest-namespace.ts';
export { hostFolder } from './script-files.ts';
export { type DnsmasqArgument, dnsmasqArguments, dnsmasqFiles } from './dnsmasq.ts';
export { haproxyConfiguration } from './haproxy.ts';
export { radvdConfiguration } from './radvd.ts';
export { type ShellText, sh, shellComment, shellQuote } from './shell-quote.ts';
