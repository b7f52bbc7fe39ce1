/** The synthetic room: eyes and observers whose truth is known. Pure; imports nothing but the domain. */
export { type CameraStyle, cameraStyles, type Eye } from './anatomy'
export { type FundusSettings, generateFundus, type SyntheticFundus } from './generate-fundus'
export { type ObserverSkill, observerSkills, type SimulatedReading, simulateObserver } from './simulate-observer'
