/** How far an opening has come, without names: what everybody may see of it before it is done. */
export interface OpeningProgress {
  readonly bidCount: number;
  /** Bids whose own key is in. */
  readonly keysIn: number;
  /** Good shares of trustees that came in. */
  readonly sharesIn: number;
  /** Bids with neither their key nor enough good shares. */
  readonly waiting: number;
}
