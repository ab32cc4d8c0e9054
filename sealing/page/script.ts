import { runPage } from './main.ts';
import { READY, sealHere, type PartToSeal } from './parts.ts';

/**
 * The script of the page /seal, and of the workers that it starts: one file, so that bidders compare one. What a worker may do
 * is said by the content policy that comes with the script.
 */
if (typeof document === 'undefined') {
  addEventListener('message', ({ data }: MessageEvent<PartToSeal>) => {
    sealHere(data).then(
      (sealed) => postMessage(sealed),
      (error: unknown) => postMessage(String(error)),
    );
  });
  postMessage(READY);
} else {
  await runPage(import.meta.url);
}
