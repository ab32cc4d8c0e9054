import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { SealingDemand } from '../../domain/seal/index.ts';

/** Debian's package `chromium`, unless another is named. */
const CHROMIUM = process.env['OPENSEAL_CHROMIUM'] ?? '/usr/bin/chromium';

/** Within which a slow machine starts it, or does what a page asks of it. */
export const SLOW_MS = 300_000;

export const hasChromium = existsSync(CHROMIUM);

export function launchBrowser(): Promise<Browser> {
  // Shared memory is scarce in containers.
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: CHROMIUM, args, timeout: SLOW_MS });
}

/** What a bidder enters on the page /seal. */
export interface SealForm {
  readonly tenderId?: string;
  readonly demand?: SealingDemand;
  readonly uscc: string;
  readonly version?: number;
  /** Null leaves the field as it is. */
  readonly recipient: string | null;
  readonly file: string;
}

export async function fillSealForm(page: Page, form: SealForm): Promise<void> {
  if (form.tenderId !== undefined) await page.fill('#tender', form.tenderId);
  if (form.demand !== undefined) await page.fill('#demand', JSON.stringify(form.demand));
  await page.fill('#uscc', form.uscc);
  await page.fill('#version', String(form.version ?? 1));
  if (form.recipient !== null) await page.fill('#recipient', form.recipient);
  await page.setInputFiles('#file', form.file);
}

/** Presses a button and saves the file that it gives. */
export async function savedBy(page: Page, button: string, to: string): Promise<void> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
  await download.saveAs(to);
}
