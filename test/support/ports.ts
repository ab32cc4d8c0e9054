import net from 'node:net';

/** Below the ports that outgoing connections are given, so that none of those takes one in between. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

/** A port on which nobody listens, and which no other test that runs at the same time is given. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port!;
}

/** The first ports of `count` ranges of `width` such ports in a row. */
export async function freePorts(count: number, width = 1): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const first = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    let taken = 0;
    while (taken < width && (await claim(first + taken))) taken++;
    if (taken === width) found.push(first);
  }
  return found;
}

/**
 * Takes a port for this process, if nobody has it: by a name that the system lets one process hold at a time, and
 * gives free with its end. So tests of several processes, and of several runs, do not race for a port between its
 * choice and its use. Where there are no such names (Linux has them), a port that is free is taken for ours.
 */
async function claim(port: number): Promise<boolean> {
  const holding = net.createServer();
  const claimed = await listening(holding, { path: `\0openseal-test-port-${port}` });
  if (claimed === 'EADDRINUSE') return false;
  holding.unref();
  const server = net.createServer();
  if ((await listening(server, { port, host: '127.0.0.1' })) !== null) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/** Null once the server listens, else the code of the error. */
function listening(server: net.Server, on: net.ListenOptions): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    server.listen(on, () => resolve(null));
  });
}
