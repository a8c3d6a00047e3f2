package dev.countdown.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of a test's own, and certificates and keys that it signs, as PEM; made with the keytool of this Java. */
public final class PemFiles {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;

    /** Makes the authority. */
    public PemFiles(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.store = folder.resolve("store.p12");
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", authority().toString());
    }

    public Path authority() {
        return folder.resolve("ca.pem");
    }

    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Writes a certificate and its key. */
    public PemFiles sign(String name, String algorithm, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("-genkeypair", "-alias", name, "-keyalg", algorithm, "-dname", "CN=" + name, "-signer", "ca"));
        arguments.addAll(List.of(options));
        keytool(arguments.toArray(String[]::new));
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-file",
                certificate(name).toString());
        Files.writeString(key(name), "-----BEGIN PRIVATE KEY-----\n" + encoded(name) + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(key(name), PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    private String encoded(String name) throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(all.getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Path output = folder.resolve("keytool.txt");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException(Files.readString(output));
        }
    }
}
