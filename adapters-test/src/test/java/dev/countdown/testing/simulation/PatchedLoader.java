package dev.countdown.testing.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Loads the keeper and its simulation again, with a bug planted in the keeper's sources. */
final class PatchedLoader extends ClassLoader {

    private static final Path SOURCES = Path.of("..");

    private static final List<String> RELOADED = List.of(
            "dev.countdown.domain.",
            "dev.countdown.application.",
            "dev.countdown.testing.simulation.",
            "dev.countdown.testing.ExchangeMarket");

    private final Map<String, ByteArrayOutputStream> patched = new HashMap<>();

    PatchedLoader(PlantedBug bug) {
        super(PatchedLoader.class.getClassLoader());
        compile(plant(bug));
    }

    static List<JavaFileObject> plant(PlantedBug bug) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (PlantedBug.Edit edit : bug.edits()) {
            String source = sources.computeIfAbsent(edit.file(), PatchedLoader::read);
            int at = source.indexOf(edit.text());
            if (at < 0 || source.indexOf(edit.text(), at + 1) >= 0) {
                throw new IllegalArgumentException(
                        "the text that the planted bug '" + bug.name() + "' replaces must occur exactly once in "
                                + edit.file() + "; after a change there change BugGarden or RacesTest, too: "
                                + edit.text());
            }
            sources.put(edit.file(), source.replace(edit.text(), edit.instead()));
        }
        return sources.entrySet().stream()
                .map(source -> source(source.getKey(), source.getValue()))
                .toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(find(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** A type is named by its module and its simple name, so that it may move from package to package. */
    private static Path find(String file) {
        String module = file.substring(0, file.indexOf('/'));
        String type = file.substring(file.indexOf('/') + 1) + ".java";
        try (Stream<Path> all = Files.walk(SOURCES.resolve(module).resolve("src/main/java"))) {
            return all.filter(each -> each.endsWith(type))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such type: " + file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static JavaFileObject source(String file, String text) {
        return new SimpleJavaFileObject(
                URI.create("mem:///" + find(file).subpath(5, find(file).getNameCount())), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private void compile(List<JavaFileObject> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, UTF_8))) {
            List<String> options = List.of("-proc:none", "-nowarn", "-classpath", path);
            if (!compiler.getTask(problems, files, null, options, null, sources).call()) {
                throw new IllegalArgumentException("a planted bug does not compile: " + problems);
            }
        } catch (IOException unforeseen) {
            throw new UncheckedIOException(unforeseen);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null
                    ? loaded
                    : RELOADED.stream().anyMatch(name::startsWith) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        ByteArrayOutputStream fresh = patched.get(name);
        try (InputStream old = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] code = fresh != null ? fresh.toByteArray() : old.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    /** Keeps compiled classes in memory. */
    private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return patched.computeIfAbsent(name, any -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
