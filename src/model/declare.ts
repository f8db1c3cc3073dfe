// The constructor of the model's paths: steps over a World.
import { world } from '../machine/index.js';
import type { World } from './world.js';

export const path = world<World>();
