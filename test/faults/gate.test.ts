import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { openGate, type Gate } from '../../embedded/faults/gate';

let server: http.Server;
let gate: Gate;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (request.url === '/slow') return;
    response.end('here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gate = await openGate((server.address() as AddressInfo).port);
});
afterAll(async () => {
  await gate.close();
  server.closeAllConnections();
  server.close();
});

const ask = (page = '/') => fetch(`http://127.0.0.1:${gate.port}${page}`);

it('lets through, breaks what is going on, refuses what is new, and lets through again', async () => {
  expect(await (await ask()).text()).toBe('here');
  const waiting = ask('/slow').then(
    () => 'answered',
    () => 'broken',
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  gate.shut();
  expect(await waiting).toBe('broken');
  await expect(ask()).rejects.toThrow();
  gate.open();
  expect(await (await ask()).text()).toBe('here');
});
