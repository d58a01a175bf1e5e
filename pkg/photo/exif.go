package photo

import (
	"bytes"
	"encoding/binary"
)

const (
	markerApp1       = 0xe1
	markerScan       = 0xda
	tagOrientation   = 0x0112
	directoryEntry   = 12
	upright          = 1
	exifHeaderLength = 6
)

// orientation reads how the camera was held out of a JPEG's EXIF block: 1 to 8, and 1 (upright) where nothing sensible says otherwise.
func orientation(data []byte) int {
	if !bytes.HasPrefix(data, []byte("\xff\xd8")) {
		return upright
	}
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == markerScan || size < 2 || at+2+size > len(data) {
			break
		}
		segment := data[at+4 : at+2+size]
		if marker == markerApp1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")) {
			return tiffOrientation(segment[exifHeaderLength:])
		}
		at += 2 + size
	}
	return upright
}

// tiffOrientation looks through the first directory of a TIFF header.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return upright
	}
	entries := int(order.Uint16(tiff[at:]))
	for at += 2; entries > 0 && at+directoryEntry <= len(tiff); entries, at = entries-1, at+directoryEntry {
		if order.Uint16(tiff[at:]) == tagOrientation {
			if o := int(order.Uint16(tiff[at+8:])); o >= 1 && o <= 8 {
				return o
			}
			return upright
		}
	}
	return upright
}
