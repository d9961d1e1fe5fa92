/** A way in to a part that can be shut: the broken and refused connections of a network that fails. */
import net from 'node:net';

export interface Gate {
  readonly port: number;
  /** Breaks every connection, and each new one, until it is opened again. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** Leads to a port of this machine. */
export async function openGate(targetPort: number): Promise<Gate> {
  const sockets = new Set<net.Socket>();
  let isShut = false;
  const keep = (socket: net.Socket, other: net.Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  };
  const server = net.createServer((near) => {
    if (isShut) return void near.resetAndDestroy();
    const far = net.connect(targetPort, '127.0.0.1');
    keep(near, far);
    keep(far, near);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const breakAll = () => sockets.forEach((socket) => void socket.destroy());
  return {
    port: (server.address() as net.AddressInfo).port,
    shut: () => {
      isShut = true;
      breakAll();
    },
    open: () => void (isShut = false),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakAll();
      }),
  };
}
