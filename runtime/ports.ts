import net from 'node:net';

/** Throws an Error that names the variable to choose another port with, when somebody else listens on this one. */
export async function assertPortFree(
  host: string,
  port: number,
  what: string,
  variable: string,
): Promise<void> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new Error(
          `${what} needs the port ${port}, which cannot be had (${error.message}); choose another with ${variable}`,
        ),
      ),
    );
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
