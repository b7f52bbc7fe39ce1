/** The pictures of one photograph, by their addresses. */

export type PhotographImages = {
  /** ≤ 1600 px: there at once. */
  display: string
  /** Every pixel; replaces `display` as soon as it is decoded. */
  original: string
  /** The field of view at d × d, as taken. */
  plain800: string
  /** The same after Eq. 1. */
  contrast800: string
}

const imagesUnder = (base: string): PhotographImages => ({
  display: `${base}/display`,
  original: `${base}/original`,
  plain800: `${base}/plain800`,
  contrast800: `${base}/contrast800`,
})

/** What a grader sees is addressed by the lease: nothing about the photograph is in the address. */
export const leaseImages = (leaseId: string): PhotographImages => imagesUnder(`/api/leases/${leaseId}/image`)
export const photographImages = (id: string): PhotographImages => imagesUnder(`/api/photographs/${id}/image`)
