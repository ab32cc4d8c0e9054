import http from 'node:http';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { SEAL_PAGE_POLICY, SEAL_SCRIPT, SEAL_SCRIPT_PATH, sealPage } from '../api/trading/seal-page.ts';
import type { SealingDemand } from '../domain/seal/index.ts';
import { fillSealForm, launchBrowser, savedBy } from '../test/support/browser.ts';

/** The page /seal in a headless browser, as the platform serves it. */
export async function openSealPage(): Promise<{
  seal: (file: string, recipient: string, demand: SealingDemand) => Promise<void>;
  close: () => Promise<void>;
}> {
  const server = http.createServer((request, response) => {
    const script = request.url === SEAL_SCRIPT_PATH;
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', SEAL_PAGE_POLICY);
    response.end(script ? SEAL_SCRIPT : sealPage({ among: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  // No record stands behind what is measured.
  await page.locator('#unproven').evaluate((box) => {
    (box as HTMLInputElement).checked = true;
  });
  return {
    seal: async (file, recipient, demand) => {
      const tenderId = '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11';
      await fillSealForm(page, { tenderId, demand, uscc: '91110105MA01EX012N', recipient, file });
      const saved = `${file}.sealed`;
      await savedBy(page, '#seal', saved);
      await rm(saved);
    },
    close: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
