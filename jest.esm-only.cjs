// The installed packages that can only be imported as ES modules, read from what is really installed.
const fs = require('fs');
const path = require('path');

const esmOnly = new Set();
for (const place of Object.keys(require('./package-lock.json').packages)) {
  const manifest = path.join(__dirname, place, 'package.json');
  if (!place || !fs.existsSync(manifest)) continue;
  const pkg = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  if (pkg.type === 'module' && !JSON.stringify(pkg.exports ?? '').includes('"require"')) esmOnly.add(pkg.name);
}
exports.esmOnly = [...esmOnly];
