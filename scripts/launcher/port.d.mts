export function choosePort(wanted?: string): Promise<number>
