package cloud.magento.accounts.link.browser;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** A picture with a palette of at most 256 colours: screens have few, and the file is less than half as large. */
final class SmallPng {

    private static final int COLOURS = 256;

    private SmallPng() {}

    static byte[] of(byte[] picture) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
        // The coarser the colours, the fewer there are: most pictures need the first or second try.
        for (int lostBits = 0; lostBits < 6; lostBits++) {
            Map<Integer, Integer> palette = palette(image, lostBits);
            if (palette.size() <= COLOURS) {
                return written(image, palette, lostBits);
            }
        }
        return picture;
    }

    private static Map<Integer, Integer> palette(BufferedImage image, int lostBits) {
        Map<Integer, Integer> palette = new LinkedHashMap<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth() && palette.size() <= COLOURS; x++) {
                palette.putIfAbsent(coarse(image.getRGB(x, y), lostBits), palette.size());
            }
        }
        return palette;
    }

    private static byte[] written(BufferedImage image, Map<Integer, Integer> palette, int lostBits) throws IOException {
        int[] colours = palette.keySet().stream().mapToInt(Integer::intValue).toArray();
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                indexed.getRaster().setSample(x, y, 0, palette.get(coarse(image.getRGB(x, y), lostBits)));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(indexed, "png", out);
        return out.toByteArray();
    }

    /** Rounds each of red, green and blue and keeps white white. */
    private static int coarse(int rgb, int lostBits) {
        int result = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int value = rgb >> shift & 0xff;
            int step = 1 << lostBits;
            result |= Math.min(255, (value + step / 2) / step * step) << shift;
        }
        return result;
    }
}
