package frame

import (
	"bytes"
	"net/http"
	"strconv"
)

// Drawing is a page as bytes, to be sent to many visitors: it must hold nothing of any one of them. It is safe for concurrent use.
type Drawing struct{ page recorder }

// Draw renders a page that is sent later.
func (f *Frame) Draw(status int, name string, p any) (*Drawing, error) {
	d := &Drawing{recorder{header: http.Header{}}}
	if err := f.web.Render(&d.page, status, name, p); err != nil {
		return nil, err
	}
	return d, nil
}

// Send answers with the page.
func (d *Drawing) Send(w http.ResponseWriter) {
	header := w.Header()
	for name, values := range d.page.header {
		header[name] = values
	}
	header["Content-Length"] = []string{strconv.Itoa(d.page.body.Len())}
	w.WriteHeader(d.page.status)
	// An error here means that the visitor has gone; there is nobody left to tell.
	_, _ = w.Write(d.page.body.Bytes())
}

// recorder takes a page from the renderer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
