import { createContext, useContext } from 'react';
import type { Role, Session } from '../api/types';

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

export interface SignedIn {
  readonly session: Session;
  readonly signOut: () => void;
}

export const SessionContext = createContext<SignedIn | null>(null);

/** Who is signed in. Only pages behind the sign-in use it. */
export function useSession(): SignedIn {
  const signedIn = useContext(SessionContext);
  if (signedIn === null) {
    throw new Error('useSession outside of the sign-in');
  }
  return signedIn;
}

/** True if the account has the rights of `wanted`. */
export function has(session: Session, wanted: Role): boolean {
  return RANK[session.role] >= RANK[wanted];
}
