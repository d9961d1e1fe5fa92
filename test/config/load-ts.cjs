// Lets a plain Node process load the TypeScript of this project, for what a test can only see from a process of its own.
const swc = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };
  module._compile(swc.transformFileSync(file, options).code, file);
};
