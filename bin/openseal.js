#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// JavaScript, that Node need not load its reader of TypeScript for this file: what it made of all others it keeps.
// Both, and to compile the sources at every start, would take longer than sealing a small bid.
enableCompileCache();
const { runProgram } = await import('./openseal/program.ts');
await runProgram();
