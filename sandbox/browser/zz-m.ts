import { startSandbox } from '/work/main/sandbox/start.ts';
import { applicationOf } from '/work/main/test/sandbox/identity-provider/application.ts';
const t=performance.now(); const s=await startSandbox(); console.log('start', Math.round(performance.now()-t));
const a=applicationOf(s);
for (let i=0;i<3;i++){const t=performance.now(); await a.connect('alice'); console.log('connect', Math.round(performance.now()-t));}
const {accessToken}=await a.connect('alice');
const t2=performance.now(); for(let i=0;i<100000;i++) await s.broker.verifyToken(accessToken,Date.now()); console.log('verify us', (performance.now()-t2)*10/1000);
const m=process.memoryUsage().heapUsed; const t3=performance.now(); for(let k=0;k<20;k++) await Promise.all(Array.from({length:50},()=>a.connect('alice'))); console.log('1000 connects s',(performance.now()-t3)/1000); global.gc?.(); console.log('heap MB', m/1e6, process.memoryUsage().heapUsed/1e6);
await s.close();
