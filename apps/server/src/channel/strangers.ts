/** Connections that have not shown a capture token yet. */
export interface Strangers {
  /** Counts one more; false when there are too many already, in all or of this address. */
  admit(address: string): boolean;
  /** One that was admitted has joined or is gone. */
  forget(address: string): void;
}

export interface StrangerLimits {
  readonly most: number;
  readonly mostOfOneAddress: number;
}

/** Counts strangers apart from applicants, so that strangers take no applicant's place. */
export function countStrangers({ most, mostOfOneAddress }: StrangerLimits): Strangers {
  const ofAddress = new Map<string, number>();
  let count = 0;
  return {
    admit: (address) => {
      const already = ofAddress.get(address) ?? 0;
      if (count >= most || already >= mostOfOneAddress) return false;
      ofAddress.set(address, already + 1);
      count += 1;
      return true;
    },
    forget: (address) => {
      const left = (ofAddress.get(address) ?? 0) - 1;
      if (left > 0) ofAddress.set(address, left);
      else ofAddress.delete(address);
      count -= 1;
    },
  };
}
