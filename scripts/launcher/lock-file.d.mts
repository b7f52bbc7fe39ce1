export function takeLock(
  file: string,
): { release: () => void; holder?: undefined } | { release?: undefined; holder: number }
