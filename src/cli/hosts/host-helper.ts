// A thread beside the command line that compiles and writes its share of a cloud's hosts (`writeHosts`).
import { parentPort, workerData } from 'node:worker_threads';
import { type SharedHosts, writeShare } from './write-share.ts';

parentPort?.postMessage(writeShare(workerData as SharedHosts)); // what `writeHosts` gave it
