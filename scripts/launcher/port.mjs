// The port that pages are served at.
import net from 'node:net'
import { Sentence } from './say.mjs'

const usual = 3000

/** @returns {Promise<number>} PORT (3000 unless set; 0 = any that is free), which nobody listens to */
export async function choosePort(wanted = process.env.PORT || usual) {
  const port = Number(wanted)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Sentence(`PORT is ${wanted}: give it a number from 0 to 65535.`)
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', (error) => reject(sentenceFor(error, port)))
    server.listen(port, () => {
      const { port: chosen } = server.address()
      server.close(() => resolve(chosen))
    })
  })
}

function sentenceFor(error, port) {
  if (error.code === 'EADDRINUSE')
    return new Sentence(
      `Port ${port} is in use by another program: stop that one, or choose another port, e.g. PORT=${port + 1} npm start.`,
    )
  if (error.code === 'EACCES')
    return new Sentence(`Port ${port} may only be used by root: choose one above 1023, e.g. PORT=3000 npm start.`)
  return error
}
