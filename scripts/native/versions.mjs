// Which releases the native backend is made of. They were tried together; change one, try all.
export const tfjsNodeVersion = '4.22.0'
export const tensorflowVersion = '2.15.1'

/** TensorFlow's library comes out of this wheel. It is only unpacked, so its Python tag need not match python3. */
export const wheel = {
  package: `tensorflow-cpu==${tensorflowVersion}`,
  pythonVersion: '3.11',
  file: `tensorflow_cpu-${tensorflowVersion}-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl`,
  sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
}

/** Headers to compile against where this machine's Node.js came without them. */
export const headersPackage = 'node-api-headers@1.5.0'
