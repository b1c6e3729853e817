package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;
import org.saltern.modules.exec.Hashes;
import org.saltern.modules.exec.Paths;

/** {@code file.decode}: a file whose content is given in base64. */
final class FileDecode {
    private FileDecode() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.decode")
                        .doc("A file whose content is given in base64.")
                        .takes(
                                "name, encoded_data=None, contents_pillar=None,"
                                        + " encoding_type='base64', checksum='md5'")
                        .runs(FileDecode::run));
    }

    private static JsonNode run(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        byte[] content = content(call);
        String type = call.text("checksum");
        String after = Hashes.of(type, new ByteArrayInputStream(content));
        String name = call.text("name");
        JsonNode before = Values.none();
        if (Paths.isFile(call.machine(), name)) {
            before =
                    Values.text(
                            Hashes.of(type, new ByteArrayInputStream(call.machine().read(name))));
            if (before.textValue().equals(after)) {
                return result.done("File is in the correct state.").tree();
            }
            result.change("old", before).change("new", after);
        }
        if (call.context().test()) {
            return result.would("File is set to be updated.").tree();
        }
        AtomicFile.write(call.machine(), name, content);
        return result.change("old", before).change("new", after).done("File was updated.").tree();
    }

    private static byte[] content(Call call) throws Exception {
        boolean data = Values.isTrue(call.value("encoded_data"));
        boolean pillar = Values.isTrue(call.value("contents_pillar"));
        if (data == pillar) {
            throw new ModuleError.Failed(
                    data
                            ? "Specify only one 'encoded_data' or 'contents_pillar' argument."
                            : "Specify either the 'encoded_data' or 'contents_pillar' argument.");
        }
        if (!call.text("encoding_type").equals("base64")) {
            throw new ModuleError.Failed(
                    "Unknown encoding type '" + call.text("encoding_type") + "'; use base64");
        }
        JsonNode text =
                data
                        ? call.value("encoded_data")
                        : call.context()
                                .modules()
                                .run(
                                        call.context(),
                                        "pillar.get",
                                        List.of(call.value("contents_pillar"), Values.of(false)),
                                        Json.object());
        if (text.isBoolean()) {
            throw new ModuleError.Failed("Pillar data not found.");
        }
        try {
            return Base64.getMimeDecoder().decode(Values.asText(text));
        } catch (IllegalArgumentException e) {
            throw new ModuleError.Failed("The data is not base64: " + e.getMessage(), e);
        }
    }
}
