/** Hands a blob to the person as a file. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The click only starts the download: the address has to live until the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
