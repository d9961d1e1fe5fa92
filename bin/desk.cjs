#!/usr/bin/env node
// The command line. A fresh clone is installed and built at the first call; after that this costs a few milliseconds.
const path = require('path');
const { ROOT, makeReady } = require('../scripts/ready.cjs');

makeReady((ja, en) => process.stderr.write(`${ja} / ${en}\n`));
require(path.join(ROOT, 'dist', 'client', 'cli', 'main.js'));
