/** Who signs a decision. */
export type Signer = { name: string; userId: string }
