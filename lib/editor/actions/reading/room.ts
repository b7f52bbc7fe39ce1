/** What a reading room can do with the item on the desk; every task's screen provides it. */
export type Room = {
  isReady: () => boolean
  submit: () => void
  skip: () => void
  leave: () => void
  showKeys: () => void
}
export type WithRoom = { room: Room }
