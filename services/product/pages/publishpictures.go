package pages

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// uploads is how often an upload is tried while others work on the same draft.
const uploads = 5

// upload keeps the pictures of a form and puts them behind the others. What is no picture is told by its name; the others are kept.
func (p publishing) upload(c *gin.Context, by adminapi.By) error {
	ctx, words := c.Request.Context(), p.frame.Words(c)
	form, err := c.MultipartForm()
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return apperr.ErrTooLarge.Wrap(err)
		}
		return apperr.ErrMalformed.Wrap(err)
	}
	defer func() { _ = form.RemoveAll() }() // what stays behind is the system's temporary folder's
	var urls []string
	var wrong page.FormErrors
	for _, file := range form.File["pictures"] {
		url, err := p.kept(c, file, by)
		if err != nil && !frame.Expected(err) {
			return err
		}
		if err != nil {
			wrong.Fields = append(wrong.Fields, page.FieldError{
				Field: "pictures", Message: words.T("spu.at_step", "What", file.Filename, "Fault", p.frame.Wrong(c, err).Summary),
			})
			continue
		}
		urls = append(urls, url)
	}
	if len(urls)+len(wrong.Fields) == 0 {
		wrong.Summary = words.T("spu.choose_files")
	}
	about := c.PostForm("about") == "true"
	d, err := p.append(c, urls, about, by)
	if err != nil {
		return err
	}
	if wrong.Any() {
		d, err = p.uc.Draft(ctx, d.ID)
		if err != nil {
			return err
		}
		return p.showPictures(c, http.StatusUnprocessableEntity, d, wrong, nil)
	}
	p.frame.Flash(c, page.FlashSuccess, "spu.uploaded")
	c.Redirect(http.StatusSeeOther, stepURL(d.ID, "pictures"))
	return nil
}

func (p publishing) kept(c *gin.Context, file *multipart.FileHeader, by adminapi.By) (string, error) {
	if file.Size > product.MaxPicture {
		return "", apperr.ErrTooLarge
	}
	opened, err := file.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = opened.Close() }() // it was only read
	data, err := io.ReadAll(opened)
	if err != nil {
		return "", err
	}
	picture, err := p.gallery.Add(c.Request.Context(), data, by)
	return picture.URL, err
}

// append puts pictures behind those that a draft has, whoever else works on it at this moment.
func (p publishing) append(c *gin.Context, urls []string, about bool, by adminapi.By) (d product.Draft, err error) {
	for range uploads {
		if d, err = p.uc.Draft(c.Request.Context(), frame.Wanted(c, "draft")); err != nil || len(urls) == 0 {
			return d, err
		}
		list := &d.Body.Album
		if about {
			list = &d.Body.DescriptionImages
		}
		for _, url := range urls {
			if !slices.Contains(*list, url) {
				*list = append(*list, url)
			}
		}
		if d, err = p.uc.Keep(c.Request.Context(), d, by); !errors.Is(err, product.ErrEditedMeantime) {
			return d, err
		}
	}
	return d, err
}

func (p publishing) showPictures(c *gin.Context, status int, d product.Draft, wrong page.FormErrors, meanwhile *product.Draft) error {
	shown := page.AdminSPUPictures{AdminSPUWizard: p.around(c, d, "pictures", wrong, meanwhile)}
	urls := slices.Clone(d.Body.Album)
	for _, url := range d.Body.DescriptionImages {
		if !slices.Contains(urls, url) {
			urls = append(urls, url)
		}
	}
	for i, url := range urls {
		shown.Pictures = append(shown.Pictures, page.AdminSPUPicture{
			URL: url, Place: i + 1, Album: slices.Contains(d.Body.Album, url), About: slices.Contains(d.Body.DescriptionImages, url),
		})
	}
	return p.frame.Show(c, status, "adminspupictures", shown)
}

// keepPictures takes the pictures in the order of their places. SKUs lose what the product has no more.
func (p publishing) keepPictures(c *gin.Context, d, present product.Draft, by adminapi.By) error {
	urls, places := c.PostFormArray("url"), c.PostFormArray("place")
	type placed struct {
		url   string
		place int
	}
	all := make([]placed, len(urls))
	for i, url := range urls {
		all[i] = placed{url, i + 1}
		if i < len(places) {
			if n, err := strconv.Atoi(places[i]); err == nil {
				all[i].place = n
			}
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.place - b.place })
	album, about := c.PostFormArray("album"), c.PostFormArray("about")
	gone := map[string]bool{}
	for _, url := range d.Body.Album {
		gone[url] = slices.Contains(urls, url)
	}
	d.Body.Album, d.Body.DescriptionImages = []string{}, []string{}
	for _, picture := range all {
		if slices.Contains(album, picture.url) {
			d.Body.Album = append(d.Body.Album, picture.url)
			gone[picture.url] = false
		}
		if slices.Contains(about, picture.url) {
			d.Body.DescriptionImages = append(d.Body.DescriptionImages, picture.url)
		}
	}
	d.Body.Skus = slices.Clone(d.Body.Skus)
	for i := range d.Body.Skus {
		d.Body.Skus[i].Images = slices.DeleteFunc(slices.Clone(d.Body.Skus[i].Images), func(url string) bool { return gone[url] })
	}
	kept, err := p.uc.Keep(c.Request.Context(), d, by)
	if err != nil {
		status, wrong, meanwhile, unexpected := p.refusal(c, err, present)
		if unexpected != nil {
			return unexpected
		}
		return p.showPictures(c, status, d, wrong, meanwhile)
	}
	return p.on(c, kept.ID, "pictures", "spu.kept")
}
