// node:assert/strict for the web worker: npm's port of assert carries it as a property.
module.exports = require('assert').strict;
