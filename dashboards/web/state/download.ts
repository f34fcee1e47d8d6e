import { csvOf, type Sheet } from './sheet.ts';

function save(name: string, address: string): void {
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
}

export function saveSheet(name: string, sheet: Sheet): void {
  const address = URL.createObjectURL(new Blob([csvOf(sheet)], { type: 'text/csv;charset=utf-8' }));
  save(`${name}.csv`, address);
  URL.revokeObjectURL(address);
}

export const savePicture = (name: string, dataAddress: string): void => save(`${name}.png`, dataAddress);
