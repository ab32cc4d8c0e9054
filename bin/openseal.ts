#!/usr/bin/env node
// npx remembers under which name it found the command: where it ran before, it is this one.
import './openseal.js';
