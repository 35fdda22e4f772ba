// Submits a message as it stands: node submit.js PORT starttls|tls USER SECRET SENDER RECIPIENT FILE
const fs = require('fs');
const nodemailer = require('nodemailer');

const [port, security, user, pass, from, to, file] = process.argv.slice(2);
const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: Number(port),
    secure: security === 'tls',
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user, pass },
});
transport.sendMail({ envelope: { from, to: [to], use8BitMime: true }, raw: fs.readFileSync(file) }).then(
    () => transport.close(),
    (error) => {
        console.error(error);
        process.exit(1);
    });
