package dev.countdown.bootstrap.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text from a file that is small by its nature. A file that never ends, or blocks where it is opened, is refused. */
public final class SmallFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int LIMIT = 256 * 1024;

    private SmallFile() {}

    /**
     * Reads a regular file of at most 256 KiB.
     *
     * @throws UsageException if it is none, or cannot be read, or is not UTF-8; the message begins with what it is called
     */
    public static String read(Path file, String called) {
        try {
            if (!Files.exists(file)) {
                throw new UsageException(called + " must exist: " + file);
            }
            if (!Files.isRegularFile(file)) {
                throw new UsageException(called + " must be a regular file: " + file);
            }
            try (InputStream input = Files.newInputStream(file)) {
                return read(input, file, called);
            }
        } catch (IOException e) {
            throw new UsageException(called + " must be readable: " + file, e);
        }
    }

    /** The same of an input that is open already; the file is its name in a message. */
    public static String read(InputStream input, Path file, String called) throws IOException {
        byte[] bytes = input.readNBytes(LIMIT + 1);
        if (bytes.length > LIMIT) {
            throw new UsageException(called + " must hold at most " + LIMIT / 1024 + " KiB: " + file);
        }
        return text(file, called, bytes);
    }

    private static String text(Path file, String called, byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            long line = 1;
            for (int i = 0; i < input.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            String wrong = String.format("0x%02x", bytes[input.position()]);
            throw new UsageException(file + ":" + line + ": " + called + " must be UTF-8: byte " + wrong, e);
        }
    }
}
