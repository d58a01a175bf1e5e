package pictures

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"gulimall/pkg/apperr"
	"gulimall/services/product"
)

// Account is where a store that speaks S3 is, and who we are there. Endpoint is http(s)://host:port.
type Account struct {
	Endpoint, Bucket, Region string
	AccessKey, SecretKey     string
}

// S3 keeps files in a bucket of a store that speaks S3.
type S3 struct {
	client *minio.Client
	bucket string
}

var _ Files = (*S3)(nil)

// NewS3 keeps files in the account's bucket, which exists. Nothing is asked yet.
func NewS3(a Account) (*S3, error) {
	at, err := url.Parse(a.Endpoint)
	if err != nil || at.Host == "" || (at.Scheme != "http" && at.Scheme != "https") {
		return nil, fmt.Errorf("the S3 endpoint %q is no http(s)://host:port", a.Endpoint)
	}
	if a.Bucket == "" {
		return nil, errors.New("the S3 bucket has no name")
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds: credentials.NewStaticV4(a.AccessKey, a.SecretKey, ""), Secure: at.Scheme == "https", Region: a.Region,
		BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, fmt.Errorf("set up S3: %w", err)
	}
	return &S3{client, a.Bucket}, nil
}

// Put implements Files.
func (s *S3) Put(ctx context.Context, name string, data []byte) error {
	_, err := s.client.PutObject(ctx, s.bucket, name, bytes.NewReader(data), int64(len(data)),
		minio.PutObjectOptions{ContentType: "image/jpeg", CacheControl: "public, max-age=31536000, immutable"})
	if err != nil {
		return apperr.ErrUnavailable.Wrap(err)
	}
	return nil
}

// Open implements Files.
func (s *S3) Open(ctx context.Context, name string) ([]byte, error) {
	object, err := s.client.GetObject(ctx, s.bucket, name, minio.GetObjectOptions{})
	if err != nil {
		return nil, apperr.ErrUnavailable.Wrap(err)
	}
	defer func() { _ = object.Close() }() // it was only read
	data, err := io.ReadAll(object)
	switch {
	case minio.ToErrorResponse(err).StatusCode == http.StatusNotFound:
		return nil, product.ErrNoPicture.Wrap(err)
	case err != nil:
		return nil, apperr.ErrUnavailable.Wrap(err)
	}
	return data, nil
}
