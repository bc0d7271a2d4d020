import sharp from 'sharp';

// These settings are the whole process's, so they are made once, as the library is loaded.
// A picture has one thread, and nothing is remembered: no picture is read twice.
sharp.concurrency(1);
sharp.cache(false);
// Of the many formats that the library can read, strangers reach two.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] });

export { sharp };
