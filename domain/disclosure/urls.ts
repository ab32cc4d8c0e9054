/** Where a tender is read, under the root of the public platform. */
export function tenderUrl(publicUrl: string, tenderId: string): string {
  return `${publicUrl}/v1/tenders/${encodeURIComponent(tenderId)}`;
}

/** Where a document of a tender is fetched. */
export function documentUrl(publicUrl: string, tenderId: string, sha256: string): string {
  return `${tenderUrl(publicUrl, tenderId)}/documents/${encodeURIComponent(sha256)}`;
}

/** The permanent address of an announcement's page. */
export function announcementUrl(publicUrl: string, announcementId: string): string {
  return `${publicUrl}/announcements/${encodeURIComponent(announcementId)}`;
}
