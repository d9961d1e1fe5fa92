// What each page of a PDF says, read by pdf.js: the PDF on stdin, its pages as JSON on stdout.
const { Buffer } = require('node:buffer');
async function main() {
  const { extractText, getDocumentProxy } = await import('unpdf');
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const document = await getDocumentProxy(new Uint8Array(Buffer.concat(chunks)));
  process.stdout.write(JSON.stringify((await extractText(document)).text));
}

main();
