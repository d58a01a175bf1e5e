package productapi

// PathPictures: POST multipart/form-data with a file "picture" (JPEG, PNG or WebP, at most 5 MB) → 201 Picture; 422 picture_type,
// picture_size; 413 body_too_large.
const PathPictures = "/api/admin/product/pictures/upload"

// PathMedia + name: GET → what nginx does not have in its own folder of the pictures that staff have brought.
const PathMedia = "/media/"

// Picture is a picture that the shop keeps. Its URL is a path of every host, and what it shows never changes; a small one of it for lists lies
// beside it, under the same name with -s before the ending.
type Picture struct {
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}
