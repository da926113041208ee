/** The core alone with an empty app. */
import core, { defineApp } from 'zapier-platform-core';

export default defineApp({ version: '1.0.0', platformVersion: core.version });
